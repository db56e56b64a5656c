def tile_rows(length: int, tiles: list[int]) -> int:
    ways = [1]
    for covered in range(1, length + 1):
        total = sum(ways[covered - tile] for tile in tiles if tile <= covered)
        ways.append(total % 1_000_000_007)
    return ways[-1]

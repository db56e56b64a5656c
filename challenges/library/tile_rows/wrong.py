def tile_rows(length: int, tiles: list[int]) -> int:
    ways = [1] + [0] * length
    for tile in tiles:
        for covered in range(tile, length + 1):
            ways[covered] = (ways[covered] + ways[covered - tile]) % 1_000_000_007
    return ways[length]

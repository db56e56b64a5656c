def tile_rows(length: int, tiles: list[int]) -> int:
    total = 0
    rows = {0: 1}  # how many rows of so many tiles have which length
    for _ in range(length + 1):
        total += rows.get(length, 0)
        longer: dict[int, int] = {}
        for covered, count in rows.items():
            for tile in tiles:
                if covered + tile <= length:
                    longer[covered + tile] = longer.get(covered + tile, 0) + count
        rows = {covered: count % 1_000_000_007 for covered, count in longer.items()}
    return total % 1_000_000_007

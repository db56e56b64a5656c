def read_by_columns(text: str, width: int) -> str:
    rows = max(1, len(text) // width)
    grid = [text[row * width : (row + 1) * width] for row in range(rows)]
    return "".join(row[column] for column in range(width) for row in grid if column < len(row))

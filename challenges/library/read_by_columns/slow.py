def read_by_columns(text: str, width: int) -> str:
    read = ""
    for column in range(min(width, len(text))):
        for place, letter in enumerate(text):
            if place % width == column:
                read += letter
    return read

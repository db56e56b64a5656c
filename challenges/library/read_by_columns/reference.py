def read_by_columns(text: str, width: int) -> str:
    return "".join(text[column::width] for column in range(min(width, len(text))))

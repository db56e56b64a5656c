def palindrome_census(text: str, shortest: int) -> list[int]:
    # A node for each different palindrome. Nodes 0 and 1 are imaginary, of length -1 and 0.
    length = [-1, 0]
    suffix = [0, 0]  # the longest palindrome that a palindrome ends with
    wider: list[dict[str, int]] = [{}, {}]  # what a letter on both sides makes of it
    ends = [0, 0]  # at how many places it is the longest palindrome that ends there

    def widened(node: int, at: int) -> int:
        """The longest end of a palindrome that the letter at a place makes longer."""
        while at - length[node] < 1 or text[at - length[node] - 1] != text[at]:
            node = suffix[node]
        return node

    last = 1
    for at, letter in enumerate(text):
        inner = widened(last, at)
        if letter not in wider[inner]:
            end = 1 if inner == 0 else wider[widened(suffix[inner], at)][letter]
            wider[inner][letter] = len(length)
            length.append(length[inner] + 2)
            suffix.append(end)
            wider.append({})
            ends.append(0)
        last = wider[inner][letter]
        ends[last] += 1

    distinct = occurrences = best = 0
    for node in range(len(length) - 1, 1, -1):  # before its suffix, which is an older node
        ends[suffix[node]] += ends[node]
        if length[node] >= shortest:
            distinct += 1
            occurrences += ends[node]
            best = max(best, length[node] * ends[node])
    return [distinct, occurrences, best]

def switch_panel(switches: int, rules: list[list[int]]) -> list[int]:
    forced: dict[int, list[int]] = {}  # by wish: the wishes that have to be fulfilled with it
    for one, other in rules:
        forced.setdefault(-one, []).append(other)
        forced.setdefault(-other, []).append(one)
    fulfilled: set[int] = set()

    def fulfil(wish: int) -> bool:
        """Fulfil a wish and all that follows from it, if that is possible."""
        added = [wish]
        fulfilled.add(wish)
        for each in added:  # grows while it is walked through
            for following in forced.get(each, []):
                if -following in fulfilled:
                    fulfilled.difference_update(added)
                    return False
                if following not in fulfilled:
                    fulfilled.add(following)
                    added.append(following)
        return True

    for switch in range(1, switches + 1):
        if switch in fulfilled or -switch in fulfilled:
            continue
        # What is fulfilled so far forces nothing more, so it never has to be taken back.
        if not fulfil(-switch) and not fulfil(switch):
            return []
    return [int(switch in fulfilled) for switch in range(1, switches + 1)]

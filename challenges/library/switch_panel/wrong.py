def switch_panel(switches: int, rules: list[list[int]]) -> list[int]:
    setting: dict[int, int] = {}
    for switch in range(1, switches + 1):
        setting[switch] = 0
        for one, other in rules:
            for wish, alternative in ((one, other), (other, one)):
                kept = setting.get(abs(alternative), int(alternative > 0)) == int(alternative > 0)
                if wish == switch and not kept:
                    setting[switch] = 1
    for one, other in rules:
        if setting[abs(one)] != int(one > 0) and setting[abs(other)] != int(other > 0):
            return []
    return list(setting.values())

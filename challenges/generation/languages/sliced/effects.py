"""What a function does beside giving an answer, by the names that it mentions."""

from collections.abc import Iterable, Mapping

from codeeval_gym.challenges.generation.data import Effect

__all__ = ["effect_of"]

_FILES = """
console process fs require child_process readFileSync
System File Files Path Paths Process ProcessBuilder Runtime InputStream OutputStream PrintStream
Scanner Reader Writer
fopen fclose fread fwrite printf puts getenv setenv system ifstream ofstream fstream cout cerr cin
stdin stdout stderr mmap
println print eprintln eprint OpenOptions Command stdin stdout env
"""
_CHANCE = """
Date performance setTimeout setInterval random
Random SecureRandom ThreadLocalRandom currentTimeMillis nanoTime Calendar LocalDate LocalDateTime
Instant Thread UUID
rand srand time clock chrono mt19937 random_device this_thread
SystemTime thread thread_rng
"""
_NETWORK = """
fetch XMLHttpRequest WebSocket http https net
Socket ServerSocket URL HttpURLConnection HttpClient InetAddress
socket connect sockaddr
TcpStream UdpSocket TcpListener
"""
_EFFECTS: Mapping[str, Effect] = {
    **dict.fromkeys(_FILES.split(), Effect.FILES),
    **dict.fromkeys(_CHANCE.split(), Effect.CLOCK_OR_RANDOM),
    **dict.fromkeys(_NETWORK.split(), Effect.NETWORK),
}
_STRENGTH = list(Effect)


def effect_of(uses: Iterable[str], own: Iterable[str] = ()) -> Effect:
    """The strongest effect that mentioning these names has.

    Args:
        uses: The names.
        own: Names of the code base itself: they mean what it says, not what the language does.
    """
    known = set(own)
    found = [_EFFECTS[name] for name in uses if name in _EFFECTS and name not in known]
    return max(found, key=_STRENGTH.index, default=Effect.PURE)

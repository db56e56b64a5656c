"""The operations of an API description, as data."""

from dataclasses import dataclass

from codeeval_gym.challenges.openapi._document import Place
from codeeval_gym.challenges.openapi._pagination import Pagination
from codeeval_gym.challenges.openapi._schemas import Field

__all__ = ["Argument", "Body", "Credential", "Operation", "Parameter", "Reply"]


@dataclass(frozen=True)
class Argument:
    """A parameter of the function to write."""

    name: str
    """An identifier in all five languages."""
    type: str
    """Language-neutral type, without ``optional``."""
    required: bool
    """False where null may be given, and means that it is left out."""


@dataclass(frozen=True)
class Parameter:
    """A value that a request carries outside its body."""

    name: str
    """Its name on the wire."""
    place: str
    """``path``, ``query`` or ``header``."""
    schema: Place
    """What it may hold."""
    explode: bool
    """A list is sent as one pair for each item, not as one with commas."""
    argument: Argument
    """What the function gets it as."""


@dataclass(frozen=True)
class Body:
    """What a request carries as JSON."""

    schema: Place
    """What it may hold."""
    fields: tuple[tuple[Field, Argument], ...]
    """Its fields and what the function gets each as; empty where it is one argument."""
    whole: Argument | None = None
    """The argument, where the body is no object with fields."""


@dataclass(frozen=True)
class Credential:
    """How a caller shows who it is."""

    kind: str
    """``key``, ``bearer`` or ``basic``."""
    place: str
    """``header`` or ``query``."""
    name: str
    """Name of the header or query parameter."""
    arguments: tuple[Argument, ...]
    """The secrets, as the function gets them."""


@dataclass(frozen=True)
class Reply:
    """What a server may answer."""

    status: int
    """HTTP status code."""
    schema: Place | None
    """Of its JSON content; ``None`` where there is none."""
    message: tuple[str, ...] = ()
    """Where its content says what went wrong: field names from the top; empty if nowhere."""


@dataclass(frozen=True)
class Operation:
    """One operation of an API."""

    name: str
    """The function that calls it; an identifier in all five languages."""
    method: str
    """Upper case."""
    path: str
    """With ``{name}`` for each path parameter."""
    title: str
    """A few words."""
    parameters: tuple[Parameter, ...]
    """Those that the function gets, in order; the one that turns pages is not among them."""
    body: Body | None
    """``None`` where a request has none."""
    credentials: tuple[Credential, ...]
    """All of them are sent."""
    replies: tuple[Reply, ...]
    """By status, each described one."""
    pagination: Pagination | None
    """How a long list is read; ``None`` where one reply holds all."""
    place: Place
    """Where it stands."""

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """What the function gets, ``replies`` aside, in order."""
        found = [parameter.argument for parameter in self.parameters]
        if self.body is not None:
            found += [argument for _, argument in self.body.fields]
            found += [self.body.whole] if self.body.whole else []
        return (*found, *(item for each in self.credentials for item in each.arguments))

    @property
    def success(self) -> tuple[Reply, ...]:
        """Replies that mean that it worked."""
        return tuple(reply for reply in self.replies if 200 <= reply.status < 300)

    @property
    def failures(self) -> tuple[Reply, ...]:
        """Replies that mean that it did not."""
        return tuple(reply for reply in self.replies if reply.status >= 400)

    @property
    def retried(self) -> tuple[int, ...]:
        """Statuses after which the same request is sent again."""
        return tuple(reply.status for reply in self.failures if reply.status in (429, 503))

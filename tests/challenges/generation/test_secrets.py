import pytest

from codeeval_gym.challenges.generation.secrets import secrets_in

# Put together here, so that no scanner takes this file for a leak.
_SECRETS = {
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "cloud access key": "AKIA" + "Q3EGRIQ7KTEST234",
    "repository token": "ghp_" + "a1B2" * 9,
    "chat token": "xoxb-" + "1234567890-abcdef",
    "payment key": "sk_live_" + "a1b2c3d4e5f6g7h8",
    "model provider's key": "sk-" + "proj-a1b2c3d4e5f6g7h8i9j0",
    "map key": "AIza" + "a1b2c3d" * 5,
    "signed token": "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeKKF2Q",
    "password in an address": "postgres://app:hunter22@db/main",
    "private host": "see wiki.nordlys.corp for more",
    "private address": "runs on 10.1.20.3 at night",
    "e-mail address": "ask kari.lie@nordlys.no",
    "password or key": "api_key = 'f7Qz81LmX0pw'",
}


@pytest.mark.parametrize("kind", _SECRETS)
def test_every_kind_is_found_and_not_repeated(kind: str) -> None:
    found = secrets_in(f"# Notes\n{_SECRETS[kind]}\n")
    assert kind in found
    assert _SECRETS[kind] not in " ".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "parse('user@example.com') gives ('user', 'example.com')",
        "password: str = 'password'",
        "token = 'whitespace'",
        "version 10.1.20",
        "http://example.com:80/path",
        "self.corporate.lanes",
    ],
)
def test_examples_and_names_are_no_secrets(text: str) -> None:
    assert secrets_in(text) == ()

"""The ``podman`` backend: a worker is one long-lived container.

sandbox       the pool
worker        one container and the control socket to its launcher
container     what a container is allowed, how it is reached, how it ends
root          the root folder that the launcher builds in it (runs inside)
service       the podman service, the choice of a runtime
requirements  what a machine must have
folders       the folders containers are made from
"""

from codeeval_gym.sandboxes.podman.sandbox import PodmanSandbox

__all__ = ["PodmanSandbox"]

"""``python -m codeeval_gym.cli``, for launchers that start a module: ``accelerate launch -m``."""

from codeeval_gym.cli import main

if __name__ == "__main__":
    main()

"""Benchmarks are no package that is installed: they are run from the root."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

"""What is measured, against whom; see README.md here for how to run it."""

from pathlib import Path

TOP = Path(__file__).parent.parent
#: For processes: on busy cores two threads of a numerical library are far slower than one.
QUIETLY = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}

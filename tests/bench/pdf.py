"""The PDF: its size, and the processor time of one more once the compiler is warm: `python -m tests.bench.pdf`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from time import process_time

from tests.views.pdf_samples import DOUBTS, GROUP, NOES, SHARE, see_sample, some_answers
from views.journey.pdf import make_pdf
from views.journey.result_page import ResultView

ROUNDS = 40
MILLISECONDS = 1000.0


def samples() -> Iterator[tuple[str, ResultView]]:
    """One result of each kind."""
    yield "5 days", see_sample(some_answers("1", "1"))
    yield "10 days, a group of three", see_sample(some_answers("3", "3", **GROUP))
    yield "much to confirm, nothing known", see_sample(some_answers("nsp", "nsp", **DOUBTS))
    yield "not eligible", see_sample(some_answers("1", "1", **NOES))


def main() -> None:
    """Print a line a kind: bytes, and the median of making another visitor's PDF (another reference, another QR)."""
    started = process_time()
    make_pdf(see_sample(some_answers("2", "2")))
    print(f"{'the first one, typst and fonts loaded':40} {(process_time() - started) * MILLISECONDS:6.0f} ms")
    for name, seen in samples():
        took, size = [], 0
        for number in range(ROUNDS):
            other = replace(seen, reference=f"S26-{number:03}")
            before = process_time()
            size = len(make_pdf(other, f"{SHARE[:-3]}{number:03}"))
            took.append((process_time() - before) * MILLISECONDS)
        print(f"{name:40} {median(took):6.0f} ms  {size / 1000:5.1f} kB")


if __name__ == "__main__":
    main()

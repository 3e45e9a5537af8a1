"""``python -m bilinear_theory.cli`` is ``bilinear``."""

from bilinear_theory.cli import main

if __name__ == "__main__":
    main()

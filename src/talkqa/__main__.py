"""`python -m talkqa` is `talkqa`."""

from talkqa.cli.main import main

if __name__ == "__main__":
    main()

"""An invented region, believable and varied, to show and to measure the program with. Nobody in it exists."""

"""Generated requests by the thousand: never an error of ours, never what belongs to another visitor."""

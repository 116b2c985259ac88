"""The content: its versions, the one being prepared, its texts and its preview."""

"""What an SQLite file needs and a server has by itself: backups read back, a stand's file read and brought home."""

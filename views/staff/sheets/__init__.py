"""Project sheets in the back-office: written, shown as they will be published, agreed by letter, published."""

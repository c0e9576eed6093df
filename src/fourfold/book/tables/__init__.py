"""The canonical tables by subject; `fourfold.book.schema` hands them on, and nobody else imports them."""

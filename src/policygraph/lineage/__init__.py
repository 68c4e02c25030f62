"""What became of the items of earlier editions: which later item continues which, and what changed."""

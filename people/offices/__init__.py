"""What printed titles mean: organization, post and standing. Plain Python, no database."""

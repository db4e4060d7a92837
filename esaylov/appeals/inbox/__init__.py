"""What staff of a commission have to do: queues with their numbers, many appeals handed over at once, the list as a file."""

"""What is asked: packs of questions, which apply, what the answers come to."""

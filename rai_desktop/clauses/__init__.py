"""What speaks to each clause: answers, findings, documents and open actions, counted honestly."""

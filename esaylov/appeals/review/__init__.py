"""What staff and time do with a filed appeal: steps, returns, experts, agendas, deadlines, comparisons."""

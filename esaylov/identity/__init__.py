"""Who a person is, for whom and where they may act. See README.md."""

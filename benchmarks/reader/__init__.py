"""What judges a reader's pages: Lighthouse, axe and the Nu checker, in one table; screenshots."""

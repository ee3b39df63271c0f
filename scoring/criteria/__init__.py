"""One file per way of marking a row; `marking.py` knows which file marks which kind."""

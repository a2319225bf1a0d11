"""Reports that come by themselves: made by the worker, kept as files, mailed once.

    editions.make_due(store, settings, now)     # each subscription's last due edition: figures, PDF, XLSX, letters
    letters.deliver(store, settings, letter_id) # one letter to one reader
"""

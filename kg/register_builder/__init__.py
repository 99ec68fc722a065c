"""The register of legal instruments made again from public sources (docs/register.md).

Readers, one a form of source, give ``reading.Reading``; ``rows`` puts the readings of one instrument
together, ``by_hand`` adds what persons entered, ``build`` makes the three tables of it.
"""

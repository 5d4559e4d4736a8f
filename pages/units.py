"""The tree of units with every metric's verdict at each of them: to be searched, sorted and opened."""

from html import escape

import streamlit as st

from metrics.catalogue import CATALOGUE
from pages.frame.roles import UserRole, needs
from pages.language import numbers
from pages.packs.workbook.table_file import csv_file
from pages.parts import cached_queries
from pages.parts.browser_script import copy_link_button, print_button
from pages.parts.empty_state import show_empty
from pages.parts.errors import show_errors
from pages.parts.filters import asked, scope_choices
from pages.parts.units.controls import choices, one_page, own_choices
from pages.parts.units.row_selection import columns, rows
from pages.parts.units.table import file_name, headline, legend, sheet, unit_table

needs(UserRole.LEADER, UserRole.BOARD, UserRole.ADMINISTRATOR)

with show_errors():
    known = cached_queries.known()
    if known.is_empty:
        show_empty()
        st.stop()
    in_address = asked("units")
    own = own_choices(in_address)
    with st.container(horizontal=True, key="filters"):
        scope = scope_choices(known, in_address, {name: text for name, text in own.items() if text})
        st.space("stretch")
        copy_link_button()
        print_button()
    tree = cached_queries.unit_matrix(scope)
    answer = escape(headline(tree, scope.unit, known.organisation))
    st.markdown(f'<h1 class="headline">{answer}</h1>', unsafe_allow_html=True)
    wanted = choices(tree, scope, own)
    ranks = cached_queries.ranks(scope, wanted.sort) if wanted.sort in CATALOGUE else {}
    shown, chosen = rows(tree, wanted, ranks), columns(tree, wanted)
    if not shown:
        st.markdown('<p class="finding">No unit is called so. Try a part of its name.</p>', unsafe_allow_html=True)
        st.stop()
    part = one_page(shown, wanted, own)
    table = unit_table(tree, part, chosen, wanted, known.organisation) + legend(chosen, wanted)
    st.markdown(table, unsafe_allow_html=True)
    st.download_button(
        f"All {numbers.plain(len(shown), 0)} units as CSV" if len(shown) > len(part) else "Table as CSV",
        lambda: csv_file(sheet(tree, shown, chosen, known.organisation)),
        file_name(tree.scope, scope.unit),
        "text/csv",
        key="take_units",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )

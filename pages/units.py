"""The tree of units with every metric's verdict for each of them: to search, sort and open."""

import streamlit as st

from metrics.catalogue import CATALOGUE
from pages.frame.roles import UserRole, needs
from pages.language import numbers
from pages.packs.workbook.table_file import csv_file
from pages.parts import cached_queries, html
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
    st.markdown(html.headline(headline(tree, scope.unit, known.organisation)), unsafe_allow_html=True)
    wanted = choices(tree, scope, own)
    ranks = cached_queries.ranks(scope, wanted.sort) if wanted.sort in CATALOGUE else {}
    shown, chosen = rows(tree, wanted, ranks), columns(tree, wanted)
    if not shown:
        st.markdown(html.paragraph("finding", "No unit has this name. Try a part of it."), unsafe_allow_html=True)
        st.stop()
    part = one_page(shown, wanted, own)
    table = html.block(unit_table(tree, part, chosen, wanted, known.organisation), legend(chosen, wanted))
    st.markdown(table, unsafe_allow_html=True)
    st.download_button(
        f"Download all {numbers.plain(len(shown), 0)} units as CSV" if len(shown) > len(part) else "Download CSV table",
        lambda: csv_file(sheet(tree, shown, chosen, known.organisation)),
        file_name(tree.scope, scope.unit),
        "text/csv",
        key="take_units",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )

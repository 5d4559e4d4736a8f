"""What people wrote: how many were unhappy, what put them off, and every comment, found by words, mood and unit."""

import streamlit as st

from db.queries.comments import CommentFilter, answers_by_unit, comment_counts, comments
from metrics.answers.satisfaction_bands import Mood
from metrics.answers.turn_offs import BY_ID
from metrics.vocabulary import Scope
from pages.frame.roles import UserRole, may_see, needs
from pages.parts import cached_queries
from pages.parts.browser_script import copy_link_button, print_button
from pages.parts.comments import comment_list
from pages.parts.empty_state import show_empty
from pages.parts.errors import show_errors
from pages.parts.filters import asked, pick, scope_choices, write

needs(UserRole.LEADER, UserRole.TEAM_LEADER, UserRole.ADMINISTRATOR)

AT_FIRST, MORE = 25, 500


def wished(wanted: dict[str, str]) -> CommentFilter:
    """What the address asks for; unknown values are left out."""
    mood = wanted.get("mood", "")
    about = wanted.get("about", "")
    return CommentFilter(
        wanted.get("words", "")[:100], Mood(mood) if mood in set(Mood) else None, about if about in BY_ID else ""
    )


def wishes(now: CommentFilter) -> CommentFilter:
    """The row of choices: words, mood and turn-off."""
    moods, about = ["", *Mood], {"": "All topics"} | {id_: each.name for id_, each in BY_ID.items()}
    with st.container(horizontal=True, key="wishes"):
        words = write("Search the comments", "words", now.words, width=300)
        mood = pick(
            "Mood", "mood", moods, now.mood or "", lambda own: comment_list.MOODS.get(own, "All moods"), width=180
        )
        told = pick("What put them off", "about", list(about), now.turn_off, about.__getitem__, width=240)
    return CommentFilter(words, Mood(mood) if mood else None, told)


def show(scope: Scope, wish: CommentFilter) -> None:
    """The comments that were asked for."""
    wish = wishes(wish)
    most = MORE if st.session_state.get("more_comments") else AT_FIRST
    chosen = cached_queries.ask(comments, scope, wish, most + 1)
    units = comment_list.named_units(cached_queries.ask(answers_by_unit, scope), cached_queries.settings().smallest_n)
    shown = comment_list.listed(chosen[:most], units, with_scores=may_see(UserRole.LEADER, UserRole.TEAM_LEADER))
    st.markdown(shown, unsafe_allow_html=True)
    if len(chosen) > AT_FIRST:
        st.toggle("Show more", key="more_comments")


with show_errors():
    known = cached_queries.known()
    if known.is_empty:
        show_empty()
        st.stop()
    wanted = asked("comments")
    wish = wished(wanted)
    more = {"words": wish.words, "mood": wish.mood or "", "about": wish.turn_off}
    with st.container(horizontal=True, key="filters"):
        scope = scope_choices(known, wanted, more)
        st.space("stretch")
        copy_link_button()
        print_button()
    found = cached_queries.ask(comment_counts, scope)
    if found.answered < cached_queries.settings().smallest_n:
        st.markdown(comment_list.too_few(found.answered, scope), unsafe_allow_html=True)
        st.stop()
    st.markdown(comment_list.opening(found, scope), unsafe_allow_html=True)
    if found.written:
        left, right = st.columns([2.9, 1], gap="large")
        with left:
            show(scope, wish)
        with right:
            st.markdown(comment_list.put_off(found, scope), unsafe_allow_html=True)

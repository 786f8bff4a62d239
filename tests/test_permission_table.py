"""Every address, action and inline of the desk, with the first of the groups that may use it.

What is registered on the desk and not named here fails: who adds a page says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from articles.merging import merge_people
from articles.models import (
    Alarm,
    ImportRun,
    Newspaper,
    Retagging,
    Tag,
    TagWord,
    Upload,
    UploadedFile,
)
from articles.tag_merging import merge as merge_tags
from people.models import LinkDecision, Organization, PersonPair, Post
from tests.factories import (
    make_article,
    make_byline,
    make_flag,
    make_mention,
    make_organization,
    make_person,
    make_post,
    make_tenure,
)

pytestmark = pytest.mark.django_db

GROUPS = ("记者", "编辑", "主编", "管理员")
SEE, EDIT, LEAD, RULE = GROUPS
ANYONE, NOBODY = "任何人", "无人"  # whoever may log in to the desk; not even an administrator
VERBS = ("changelist", "add", "change", "delete")

# For each model: who sees it, adds one, changes one, deletes one.
MODELS = {
    "articles_alarm": (SEE, NOBODY, EDIT, NOBODY),
    "articles_article": (SEE, EDIT, EDIT, NOBODY),
    "articles_flag": (SEE, SEE, EDIT, NOBODY),
    "articles_importrun": (SEE, NOBODY, NOBODY, NOBODY),
    "articles_issue": (SEE, EDIT, EDIT, LEAD),
    "articles_newspaper": (SEE, LEAD, LEAD, RULE),
    "articles_page": (SEE, EDIT, EDIT, LEAD),
    "articles_source": (SEE, NOBODY, NOBODY, NOBODY),
    "articles_tag": (SEE, EDIT, EDIT, LEAD),
    "articles_tagword": (SEE, LEAD, LEAD, LEAD),
    "auth_group": (RULE, RULE, RULE, RULE),
    "auth_user": (RULE, RULE, RULE, RULE),
    "people_linkdecision": (SEE, NOBODY, EDIT, EDIT),
    "people_official": (SEE, EDIT, EDIT, LEAD),
    "people_organization": (SEE, EDIT, EDIT, LEAD),
    "people_person": (SEE, EDIT, EDIT, LEAD),
    "people_personpair": (SEE, NOBODY, NOBODY, NOBODY),
    "people_post": (SEE, EDIT, EDIT, LEAD),
    "people_reporter": (SEE, EDIT, EDIT, LEAD),
    "people_tenure": (SEE, EDIT, EDIT, EDIT),
}
# What no model's four pages are: who may open it, and who may post to it.
PAGES = {
    "app_list": (ANYONE, ANYONE),
    "articles-review": (EDIT, NOBODY),
    "articles-review-approve": (EDIT, EDIT),
    "articles-review-step": (NOBODY, EDIT),
    "articles_alarm_work": (SEE, SEE),
    "articles_article_compare": (SEE, SEE),
    "articles_article_preview": (SEE, SEE),
    "articles_article_publish": (LEAD, LEAD),
    "articles_article_restore": (NOBODY, EDIT),
    "articles_article_unsaved": (NOBODY, EDIT),
    "articles_article_withdraw": (LEAD, LEAD),
    "articles_importrun_undo": (LEAD, LEAD),
    "articles_retagging": (LEAD, LEAD),
    "articles_retagging_step": (LEAD, LEAD),
    "articles_tag_merge": (LEAD, LEAD),
    "articles_tag_unmerge": (LEAD, LEAD),
    "articles_tagword_proposals": (LEAD, LEAD),
    "audit": (LEAD, NOBODY),
    "auth_user_password_change": (RULE, RULE),
    "autocomplete": (SEE, NOBODY),
    "index": (ANYONE, ANYONE),
    "jsi18n": (ANYONE, NOBODY),
    "login": (ANYONE, ANYONE),
    "logout": (NOBODY, ANYONE),
    "password_change": (ANYONE, ANYONE),
    "password_change_done": (ANYONE, NOBODY),
    "people-pairs": (EDIT, EDIT),
    "people-unclear": (EDIT, EDIT),
    "people-unclear-bylines": (EDIT, EDIT),
    "people_person_bylines": (EDIT, EDIT),
    "people_person_export": (SEE, SEE),
    "people_person_merge": (LEAD, LEAD),
    "people_person_move": (EDIT, EDIT),
    "people_person_split": (LEAD, LEAD),
    "people_person_unmerge": (LEAD, LEAD),
    "upload": (LEAD, LEAD),
    "upload-plan": (LEAD, LEAD),
    "view_on_site": (ANYONE, ANYONE),
}
OPEN = ("login", "logout", "jsi18n")  # to whoever is not logged in
# Actions of the lists.
ACTIONS = {
    ("articles_alarm", "ask_again"): EDIT,
    ("articles_alarm", "dismiss"): EDIT,
    ("articles_article", "publish"): LEAD,
    ("articles_article", "review"): EDIT,
    ("articles_article", "withdraw"): LEAD,
    ("articles_flag", "accept_proposals"): EDIT,
    ("articles_flag", "mark_resolved"): EDIT,
    ("articles_tag", "merge_chosen"): LEAD,
    **{
        (f"people_{kind}", name): group
        for kind in ("person", "reporter", "official")
        for name, group in (("confirm", EDIT), ("merge_chosen", LEAD))
    },
    ("people_personpair", "ask_again"): EDIT,
    # Django's own, where rows may be deleted at all
    **{(name, "delete_selected"): verbs[3] for name, verbs in MODELS.items() if verbs[3] != NOBODY},
}
# Rows that stand on the page of what they belong to: who adds, changes, deletes them there.
INLINES = {
    ("articles_article", "byline"): (EDIT, EDIT, EDIT),
    ("articles_article", "mention"): (EDIT, EDIT, EDIT),
    ("articles_article", "picture"): (EDIT, EDIT, EDIT),
    ("articles_article", "correction"): (EDIT, EDIT, EDIT),
    ("articles_issue", "page"): (EDIT, EDIT, LEAD),
    ("articles_tag", "tagalias"): (EDIT, EDIT, EDIT),
    ("people_organization", "organizationname"): (EDIT, EDIT, EDIT),
    ("people_organization", "post"): (EDIT, EDIT, LEAD),
    **{
        (f"people_{kind}", name): (EDIT, EDIT, EDIT)
        for kind in ("person", "reporter", "official")
        for name in ("othername", "tenure")
    },
}


def label_of(model) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def desk_names() -> set[str]:
    """The names of all addresses of the desk; those without one lead on to one with."""

    def walk(patterns, below: bool) -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, below or each.namespace == "admin")
            elif below and isinstance(each, URLPattern) and each.name:
                yield each.name

    return set(walk(get_resolver().url_patterns, below=False))


def may(group: str, first: str) -> bool:
    if first in (ANYONE, NOBODY):
        return first == ANYONE
    return GROUPS.index(group) >= GROUPS.index(first)


def member(group: str) -> User:
    user = User.objects.create(username=group, is_staff=True)
    user.groups.set(Group.objects.filter(name=group))
    return user


@pytest.fixture
def rows() -> dict[str, object]:
    """A row for everything that an address names; under the names that `ARGUMENTS` asks for."""
    story = make_article("清淤工程开工")
    make_byline(story)
    mention = make_mention(story)
    person = mention.person
    story.tags.add("防汛")
    other = make_person("周力群", is_official=True, is_reporter=True)
    tenure = make_tenure(other, make_post())
    user = User.objects.create(username="某人")
    upload = Upload.objects.create(made_by=user)
    UploadedFile.objects.create(upload=upload, position=1, path="1.txt", data=b"")
    merge = merge_people(make_person("周立裙"), make_person("周立群二"), None)
    return {
        "articles_alarm": Alarm.objects.create(kind="order", key="1", message="次序"),
        "articles_article": story,
        "articles_flag": make_flag(story),
        "articles_importrun": ImportRun.objects.create(),
        "articles_issue": story.page.issue,
        "articles_newspaper": Newspaper.objects.get(),
        "articles_page": story.page,
        "articles_source": story.source,
        "articles_tag": Tag.objects.get(),
        "articles_tagword": TagWord.objects.create(name="清淤", verdict="wanted"),
        "auth_group": Group.objects.create(name="别的组"),
        "auth_user": user,
        "people_linkdecision": LinkDecision.objects.create(
            name="周立群", organization=make_organization(), person=person
        ),
        "people_official": other,
        "people_organization": Organization.objects.first(),
        "people_person": other,
        "people_personpair": PersonPair.objects.create(
            one=person, other=other, kind="variant", reason="形近。"
        ),
        "people_post": Post.objects.get(),
        "people_reporter": other,
        "people_tenure": tenure,
        "mention": mention,
        "merge": merge,
        "retagging": Retagging.objects.create(),
        "tag_merge": merge_tags(Tag.objects.get(), [Tag.objects.create(name="抗洪")])[0],
        "upload": upload,
    }


def address(name: str, rows: dict[str, object]) -> str:
    """An address that leads to a row there is, of everything but what another editor sent."""
    story = rows["articles_article"]
    arguments = {
        "app_list": ["articles"],
        "articles_importrun_undo": [rows["articles_importrun"].pk],
        "articles_retagging_step": [rows["retagging"].pk],
        "articles_tag_unmerge": [rows["tag_merge"].pk],
        "auth_user_password_change": [rows["auth_user"].pk],
        "people_person_bylines": [rows["people_reporter"].pk],
        "people_person_move": [rows["mention"].pk],
        "people_person_split": [rows["people_person"].pk],
        "people_person_unmerge": [rows["merge"].pk],
        "upload-plan": [rows["upload"].pk],
        "view_on_site": [10**6, 1],
    }
    of_story = ("compare", "preview", "publish", "restore", "unsaved", "withdraw")
    arguments |= {f"articles_article_{each}": [story.pk] for each in of_story}
    query = {"app_label": "articles", "model_name": "flag", "field_name": "page"}
    query = query if name == "autocomplete" else {}
    return reverse(f"admin:{name}", args=arguments.get(name), query=query)


def test_every_address_of_the_desk_is_in_the_table() -> None:
    of_models = {f"{model}_{verb}" for model in MODELS for verb in (*VERBS, "history")}

    assert desk_names() == of_models | PAGES.keys()
    assert {label_of(model) for model in admin.site._registry} == MODELS.keys()


@pytest.mark.parametrize("model", MODELS)
def test_the_pages_of_a_model_open_to_those_of_the_table(client, rows, model) -> None:
    sees, adds, changes, deletes = MODELS[model]
    row = rows[model].pk

    def opens(view: str, *args, method: str = "get") -> bool:
        page = reverse(f"admin:{model}_{view}", args=args)
        status = getattr(client, method)(page).status_code
        assert status in (200, 302, 403)
        return status != 403

    for group in GROUPS:
        client.force_login(member(group))
        assert opens("changelist") is may(group, sees), group
        assert opens("change", row) is may(group, sees), group
        assert opens("history", row) is may(group, sees), group
        assert opens("add") is may(group, adds), group
        assert opens("delete", row) is may(group, deletes), group
        assert opens("change", row, method="post") is may(group, changes), group


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_and_takes_posts_from_those_of_the_table(client, rows, page) -> None:
    for group in GROUPS:
        user = member(group)
        for method, first in zip(("get", "post"), PAGES[page], strict=True):
            client.force_login(user)  # anew: one of the pages logs out
            status = getattr(client, method)(address(page, rows)).status_code
            allowed = status not in (403, 405)
            assert allowed is may(group, first), (group, method, status)


@pytest.mark.parametrize("group", GROUPS)
def test_the_actions_of_the_lists_are_offered_to_those_of_the_table(group) -> None:
    request = RequestFactory().get("/")
    request.user = member(group)
    offered, known = set(), set()
    for model, model_admin in admin.site._registry.items():
        request.user = User(is_superuser=True, is_active=True)
        known |= {(label_of(model), name) for name in model_admin.get_actions(request)}
        request.user = User.objects.get(username=group)
        offered |= {(label_of(model), name) for name in model_admin.get_actions(request)}

    assert known == ACTIONS.keys()
    assert offered == {action for action, first in ACTIONS.items() if may(group, first)}


@pytest.mark.parametrize("group", GROUPS)
def test_the_rows_on_a_page_are_changed_by_those_of_the_table(group) -> None:
    request = RequestFactory().get("/")
    request.user = member(group)
    found = {}
    for model, model_admin in admin.site._registry.items():
        for inline in model_admin.inlines:
            held = inline(model, admin.site)
            found[label_of(model), held.model._meta.model_name] = (
                held.has_add_permission(request, None),
                held.has_change_permission(request),
                held.has_delete_permission(request),
            )
    allowed = {key: tuple(may(group, each) for each in row) for key, row in INLINES.items()}
    # stands there only where readers were told something
    del allowed["articles_article", "correction"]

    assert found == allowed


def test_whoever_is_not_logged_in_is_asked_to(client, rows) -> None:
    addresses = [reverse(f"admin:{model}_changelist") for model in MODELS]
    addresses += [address(page, rows) for page in PAGES if page not in OPEN]

    for each in addresses:
        answer = client.get(each)
        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or reverse("admin:login") in answer.url

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from articles import (
    citation_views,
    feeds,
    office_views,
    opensearch,
    people_views,
    picture_views,
    print_views,
    sitemap_views,
    subject_views,
    views,
)
from articles.portable import views as portable_views
from articles.search import views as search_views

_FORM = "(?P<form>atom|rss|json)"
_KIND = "(?P<kind>sections|tags|reporters|officials)"
_MAP = "(?P<kind>articles|issues|pages|reporters|officials|posts|organizations|tags)"

# What programs read, and files: one address each, whatever the language of the pages.
of_one_language: list[URLPattern | URLResolver] = [
    path("articles/<int:pk>/cite/<slug:name>", citation_views.cite_story, name="article-cite"),
    path("articles/cite/<slug:name>", citation_views.cite_list, name="article-list-cite"),
    path("pictures/<int:pk>/<str:name>", picture_views.picture, name="picture"),
    path("issues/<slug:slug>.zip", portable_views.issue_zip, name="issue-zip"),
    re_path(rf"^feeds/{_FORM}/$", feeds.feed, name="feed"),
    re_path(rf"^feeds/{_FORM}/{_KIND}/(?P<key>[^\0]+)/$", feeds.feed_of, name="feed-of"),
    re_path(rf"^feeds/{_FORM}/search/$", feeds.feed_of_search, name="feed-of-search"),
    path("search/cite/<slug:name>", citation_views.cite_found, name="search-cite"),
    path("search/opensearch/", opensearch.suggestions, name="opensearch-suggestions"),
    path("opensearch.xml", opensearch.description, name="opensearch"),
    path("robots.txt", sitemap_views.robots, name="robots"),
    path("sitemap.xml", sitemap_views.index, name="sitemap"),
    path("sitemaps/lists.xml", sitemap_views.lists, name="sitemap-lists"),
    path("sitemaps/news.xml", sitemap_views.news, name="sitemap-news"),
    re_path(
        rf"^sitemaps/{_MAP}-(?P<number>\d{{1,9}})\.xml$", sitemap_views.sitemap, name="sitemap-of"
    ),
    path("api/", include("articles.api.site")),
]

# The pages for readers: in Chinese as they stand, in English below /en/.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("articles/", views.article_list, name="article-list"),
    path("articles/<int:pk>/", views.article_detail, name="article-detail"),
    path("issues/", print_views.issue_list, name="issue-list"),
    path("issues/<slug:slug>/", print_views.issue_detail, name="issue-detail"),
    path("issues/<slug:issue_slug>/<slug:slug>/", print_views.page_detail, name="page-detail"),
    path("reporters/", people_views.reporter_list, name="reporter-list"),
    path("reporters/<int:pk>/", people_views.reporter_detail, name="reporter-detail"),
    path("officials/", people_views.official_list, name="official-list"),
    path("officials/<int:pk>/", people_views.official_detail, name="official-detail"),
    path("posts/<int:pk>/", office_views.post_detail, name="post-detail"),
    path("organizations/<int:pk>/", office_views.organization_detail, name="organization-detail"),
    path("tenures/<int:pk>/", office_views.tenure_detail, name="tenure-detail"),
    path("search/", search_views.search, name="search"),
    path("search/suggest/", search_views.suggestions, name="search-suggestions"),
    path("tags/", subject_views.tag_list, name="tag-list"),
    # The slug of a tag keeps its Chinese characters; no database takes a NUL.
    re_path(r"^tags/(?P<slug>[^/\0]+)/$", subject_views.tag_detail, name="tag-detail"),
    path("sections/", subject_views.section_list, name="section-list"),
    # A section is called what is printed, a slash taken in.
    re_path(r"^sections/(?P<name>[^\0]+)/$", subject_views.section_detail, name="section-detail"),
]

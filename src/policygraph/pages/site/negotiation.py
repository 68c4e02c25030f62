"""Samples for web servers: an IRI leads a browser to its page and a program to its data."""

from __future__ import annotations

_DATA = r"text/turtle|application/(n-triples|n-quads|trig|rdf\+xml|ld\+json)"
_DATASET = r"(?:dataset|agent|software)(?:/.*)?|graph/metadata"
_DOCUMENT = "doc|assertion|graph|curation"
_THINGS = "concept|compound|org|work|programme|place|rule|measure|target"

APACHE = rf"""# Apache 2.4, in the folder that holds the site: cp htaccess.sample .htaccess
# Needs mod_rewrite, mod_headers, mod_mime, AllowOverride FileInfo and no MultiViews.
AddType text/turtle .ttl
AddType application/ld+json .jsonld
AddCharset utf-8 .html .ttl .css .jsonld .md
Header always merge Vary Accept
Header set Access-Control-Allow-Origin "*"
RewriteEngine On

# Where this folder is on the server, so that nothing has to be changed here.
RewriteCond %{{REQUEST_URI}}::$1 ^(.*?/)(.*)::\2$
RewriteRule ^(.*)$ - [E=SITE:%1]

# What is a file already.
RewriteCond %{{REQUEST_FILENAME}} -f
RewriteRule ^ - [L]
RewriteRule ^$ index.html [L]
# A page or data file that is not there: without this a redirect would lead to the next.
RewriteRule \.(?:html|ttl|jsonld)$ - [R=404,L]

# Programs get Turtle.
RewriteCond %{{HTTP_ACCEPT}} {_DATA}
RewriteRule ^(?:{_DATASET})$ %{{ENV:SITE}}dataset.ttl [R=303,QSD,L]
RewriteCond %{{HTTP_ACCEPT}} {_DATA}
RewriteRule ^graph/vocabulary$ %{{ENV:SITE}}vocabulary.ttl [R=303,QSD,L]
RewriteCond %{{HTTP_ACCEPT}} {_DATA}
RewriteRule ^(?:graph/)?ontology(?:/|/alignments)?$ %{{ENV:SITE}}ontology.ttl [R=303,QSD,L]
RewriteCond %{{HTTP_ACCEPT}} {_DATA}
RewriteRule ^shapes/?$ %{{ENV:SITE}}shapes.ttl [R=303,QSD,L]
RewriteCond %{{HTTP_ACCEPT}} {_DATA}
RewriteRule ^(?:{_DOCUMENT})/([^/]+)(?:/.*)?$ %{{ENV:SITE}}doc/$1.ttl [R=303,QSD,L]
RewriteCond %{{HTTP_ACCEPT}} {_DATA}
RewriteRule ^(concept(?:/[^/]+)+)/$ %{{ENV:SITE}}$1.ttl [R=303,QSD,L]
RewriteCond %{{HTTP_ACCEPT}} {_DATA}
RewriteRule ^((?:{_THINGS})/.+)$ %{{ENV:SITE}}$1.ttl [R=303,QSD,L]

# People get a page; a part of a document is a place in the document's page.
RewriteRule ^(?:{_DATASET}|graph/vocabulary)$ %{{ENV:SITE}}index.html [R=303,QSD,L]
RewriteRule ^(?:graph/)?ontology(?:/|/alignments)?$ %{{ENV:SITE}}ontology/index.html [R=303,QSD,L]
RewriteRule ^shapes/?$ %{{ENV:SITE}}shapes.html [R=303,QSD,L]
RewriteRule ^doc/([^/]+)/(.+)$ %{{ENV:SITE}}doc/$1.html#$1/$2 [R=303,QSD,NE,L]
RewriteRule ^(?:{_DOCUMENT})/([^/]+)(?:/.*)?$ %{{ENV:SITE}}doc/$1.html [R=303,QSD,L]
RewriteRule ^(concept(?:/[^/]+)+)/$ %{{ENV:SITE}}$1/index.html [R=303,QSD,L]
RewriteRule ^((?:{_THINGS})/.+)$ %{{ENV:SITE}}$1.html [R=303,QSD,L]
"""

NGINX = rf"""# nginx, within the http block; change listen, server_name and root. The site lies in root.
# Redirects are made from $request_uri, which is still percent-encoded: nothing can be smuggled in.
map $http_accept $policygraph_kind {{
    default page;
    "~{_DATA}" data;
}}
map "$policygraph_kind:$request_uri" $policygraph_target {{
    default "";
    # A page or data file that is not there: without this a redirect would lead to the next.
    "~\.(?:html|ttl|jsonld)(?:\?|$)" "";
    "~^page:/(?:{_DATASET}|graph/vocabulary)(?:\?|$)" /index.html;
    "~^data:/(?:{_DATASET})(?:\?|$)" /dataset.ttl;
    "~^data:/graph/vocabulary(?:\?|$)" /vocabulary.ttl;
    "~^page:/(?:graph/)?ontology(?:/|/alignments)?(?:\?|$)" /ontology/index.html;
    "~^data:/(?:graph/)?ontology(?:/|/alignments)?(?:\?|$)" /ontology.ttl;
    "~^page:/shapes/?(?:\?|$)" /shapes.html;
    "~^data:/shapes/?(?:\?|$)" /shapes.ttl;
    "~^page:/doc/(?<key>[^/?]+)/(?<unit>[^?]+)" /doc/$key.html#$key/$unit;
    "~^page:/(?:{_DOCUMENT})/(?<key>[^/?]+)" /doc/$key.html;
    "~^data:/(?:{_DOCUMENT})/(?<key>[^/?]+)" /doc/$key.ttl;
    "~^page:/(?<concepts>concept/[^?]+)/(?:\?|$)" /$concepts/index.html;
    "~^data:/(?<concepts>concept/[^?]+)/(?:\?|$)" /$concepts.ttl;
    "~^page:/(?<thing>(?:{_THINGS})/[^?]+)" /$thing.html;
    "~^data:/(?<thing>(?:{_THINGS})/[^?]+)" /$thing.ttl;
}}
server {{
    listen 127.0.0.1:8080;
    server_name localhost;
    root /var/www/policygraph;
    charset utf-8;
    charset_types text/turtle application/ld+json text/css;
    types {{ text/html html; text/turtle ttl; application/ld+json jsonld; text/css css; text/markdown md; }}
    add_header Vary Accept always;
    add_header Access-Control-Allow-Origin "*" always;
    absolute_redirect off;
    location = / {{ try_files /index.html =404; }}
    location / {{ try_files $uri @thing; }}
    location @thing {{
        if ($policygraph_target) {{ return 303 $policygraph_target; }}
        return 404;
    }}
}}
"""

W3ID = r"""# For https://github.com/perma-id/w3id.org as policygraph/.htaccess. NOT REGISTERED YET.
# Put the address of the site in the place of https://example.org/policygraph/.
Options +FollowSymLinks
RewriteEngine on
RewriteRule ^(.*)$ https://example.org/policygraph/$1 [R=302,NE,L]
"""

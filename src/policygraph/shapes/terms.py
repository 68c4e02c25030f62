"""The terms of SHACL: those that exist, and those that the fast engine is proved to evaluate."""

from __future__ import annotations

from typing import Final

from policygraph.core.prefixes import PREFIXES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What the SHACL recommendation (core and SPARQL) says to a validator; its test suite covers it.
COVERED: Final = _words(
    """
    NodeShape PropertyShape Shape Info Warning Violation BlankNode IRI Literal BlankNodeOrIRI
    BlankNodeOrLiteral IRIOrLiteral targetClass targetNode targetSubjectsOf targetObjectsOf
    severity message deactivated property
    path inversePath alternativePath zeroOrMorePath oneOrMorePath zeroOrOnePath
    class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive
    minLength maxLength pattern flags languageIn uniqueLang equals disjoint lessThan
    lessThanOrEquals not and or xone node qualifiedValueShape qualifiedMinCount qualifiedMaxCount
    qualifiedValueShapesDisjoint closed ignoredProperties hasValue in
    sparql SPARQLConstraint select prefixes declare prefix namespace PrefixDeclaration
    ConstraintComponent SPARQLAskValidator SPARQLSelectValidator Validator parameter Parameter
    Parameterizable optional validator nodeValidator propertyValidator ask SPARQLExecutable
    SPARQLAskExecutable SPARQLSelectExecutable
    """
)
# What it says to people and programs only.
SILENT: Final = _words(
    """
    name description order group defaultValue PropertyGroup labelTemplate shapesGraph entailment
    suggestedShapesGraph shapesGraphWellFormed ValidationReport ValidationResult AbstractResult
    ResultAnnotation conforms result focusNode resultPath resultSeverity resultMessage value
    sourceShape sourceConstraint sourceConstraintComponent detail resultAnnotation annotationProperty
    annotationValue annotationVarName nodeKind NodeKind Severity
    """
)
# SHACL Advanced Features (a W3C note): pySHACL evaluates them.
ADVANCED: Final = _words(
    """
    Function SPARQLFunction Rule SPARQLRule TripleRule Target SPARQLTarget SPARQLTargetType
    TargetType SPARQLConstructExecutable SPARQLUpdateExecutable SPARQLAskExecutable rule construct
    condition subject predicate object target returnType expression ExpressionConstraintComponent
    filterShape intersection union nodes update this distinct limit offset orderBy desc groupConcat
    count min max sum if then else exists
    """
)
_COMPONENTS: Final = frozenset(
    f"{name}ConstraintComponent"
    for name in _words(
        """
    And Class Closed Datatype Disjoint Equals HasValue In LanguageIn LessThan LessThanOrEquals
    MaxCount MaxExclusive MaxInclusive MaxLength MinCount MinExclusive MinInclusive MinLength Node
    NodeKind Not Or Pattern Property QualifiedMaxCount QualifiedMinCount SPARQL UniqueLang Xone
    Expression
    """
    )
)
KNOWN: Final = COVERED | SILENT | ADVANCED | _COMPONENTS | {""}

# Parameters by which a shape constrains something itself; sh:property only leads to a shape that does.
CONSTRAINTS: Final = frozenset(
    PREFIXES["sh"] + name
    for name in _words(
        """
    class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive maxInclusive
    minLength maxLength pattern languageIn uniqueLang equals disjoint lessThan lessThanOrEquals not
    and or xone node qualifiedValueShape closed hasValue in sparql expression
    """
    )
)

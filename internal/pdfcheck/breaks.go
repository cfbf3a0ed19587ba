package pdfcheck

// Break is one way to break a file: bytes that become others of the same number, so that
// everything stays in its place.
type Break struct{ What, Was, Becomes string }

// Breaks are what both checks must refuse, this one and veraPDF.
var Breaks = []Break{
	{"no language", "/Lang(", "/Lanx("},
	{"not tagged", "/Marked true", "/Marked fals"},
	{"title not shown", "/DisplayDocTitle true", "/DisplayDocTitle fals"},
	{"no output intent", "/OutputIntents[", "/OutputIntentx["},
	{"an intent of another kind", "/GTS_PDFA1", "/GTS_PDFX1"},
	{"no metadata", "/Metadata ", "/Metadatx "},
	{"no conformance", "<pdfaid:conformance>A<", "<pdfaid:conformance>Q<"},
	{"PDF/UA not named", "<pdfuaid:part>1<", "<pdfuaid:part>7<"},
	{"no relationship of the attachment", "/AFRelationship/Data", "/AFRelationshix/Data"},
	{"no identity", "/ID[", "/IX["},
	{"no table of letters", "/ToUnicode ", "/ToUnicodx "},
	{"a font outside the file", "/FontFile2 ", "/FontFilx2 "},
	{"a figure without words", "/Alt(", "/Alx("},
	{"no structure", "/StructTreeRoot ", "/StructTreeRoox "},
	{"links that are not printed", "/F 4/P ", "/F 2/P "},
	{"links without words", "/Contents(", "/Contentx("},
}

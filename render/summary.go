package render

import (
	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/config"
)

// IntakeSummaryPDF draws the intake summary.
func IntakeSummaryPDF(s IntakeSummary) ([]byte, error) {
	m := maroto.New(config.NewBuilder().Build())
	m.AddAutoRow(text.NewCol(12, s.Reference))
	doc, err := m.Generate()
	if err != nil {
		return nil, err
	}
	return doc.GetBytes(), nil
}

package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"testing"
)

// Every object has its night: the thirty parts are all there, and about as large.
func TestEveryObjectHasItsNight(t *testing.T) {
	count := map[int]int{}
	const objects = 30000
	for i := range objects {
		sum := sha256.Sum256([]byte(strconv.Itoa(i)))
		count[partOf(hex.EncodeToString(sum[:]))]++
	}
	for part := range fixityRound {
		if n := count[part]; n < objects/fixityRound/2 || n > objects/fixityRound*2 {
			t.Errorf("part %d has %d of %d objects", part, n, objects)
		}
	}
	if len(count) != fixityRound {
		t.Errorf("%d parts", len(count))
	}
	partOf("") // a name that is none stops nothing
}

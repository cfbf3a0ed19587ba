package scenario

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestCrash kills the service at random moments while mail keeps coming in: on
// SQLite alone; on PostgreSQL one of two processes, and now and then the database
// itself. At the end nothing is lost and nothing is doubled.
func TestCrash(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { crashOnSQLite(t, *crashes/2) })
	t.Run("postgres", func(t *testing.T) { crashOnPostgres(t, *crashes-*crashes/2) })
}

// mailsAKill is how many mails come in, on average, between two kills.
const mailsAKill = 2

func moment(random *rand.Rand, least, most time.Duration) time.Duration {
	return least + time.Duration(random.Int64N(int64(most-least)))
}

func crashOnSQLite(t *testing.T, kills int) {
	s := newSite(t, siteOptions{})
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	kinds := map[int]string{}
	for i := range kills {
		s.more(kinds, random.IntN(2*mailsAKill+1))
		p := s.start()
		time.Sleep(moment(random, 20*time.Millisecond, 500*time.Millisecond))
		p.kill()
		if i%100 == 99 {
			t.Logf("%d kills, %d mails", i+1, len(kinds))
		}
	}
	s.more(kinds, 5)
	p := s.start()
	s.settle(len(kinds), 3*time.Minute)
	s.check(kinds)
	s.stop(p)
	s.verify()
}

func (s *site) more(kinds map[int]string, n int) {
	for k, kind := range s.heap(len(kinds), len(kinds)+n) {
		kinds[k] = kind
	}
}

func crashOnPostgres(t *testing.T, kills int) {
	s := newSite(t, siteOptions{postgres: true})
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	kinds := map[int]string{}
	pair := [2]*process{s.start(), s.start()}
	for i := range kills {
		s.more(kinds, random.IntN(2*mailsAKill+1))
		time.Sleep(moment(random, 20*time.Millisecond, 500*time.Millisecond))
		which := random.IntN(2)
		pair[which].kill()
		if i%20 == 10 {
			s.databaseFails(t, random)
		}
		pair[which] = s.start()
		if i%100 == 99 {
			t.Logf("%d kills, %d mails", i+1, len(kinds))
		}
	}
	s.more(kinds, 5)
	s.settle(len(kinds), 6*time.Minute)
	s.check(kinds)
	s.stop(pair[0])
	s.stop(pair[1])
	s.verify()
}

// databaseFails stops the database under load and starts it again.
func (s *site) databaseFails(t *testing.T, random *rand.Rand) {
	t.Helper()
	if err := postgres.Stop(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(moment(random, 50*time.Millisecond, 800*time.Millisecond))
	if err := postgres.Start(); err != nil {
		t.Fatal(err)
	}
}

package imap

// queue holds the numbers of waiting messages in the order of their arrival, each once.
type queue struct {
	order []uint32
	in    map[uint32]bool
	at    int // where the next look starts
}

func (q *queue) len() int { return len(q.in) }

func (q *queue) add(uid uint32) {
	if q.in == nil {
		q.in = map[uint32]bool{}
	}
	if !q.in[uid] {
		q.in[uid] = true
		q.order = append(q.order, uid)
	}
}

func (q *queue) remove(uid uint32) { delete(q.in, uid) }

// some returns up to n waiting messages, going round, so that old ones that are never decided do not hide the others.
func (q *queue) some(n int) []uint32 {
	q.compact()
	if len(q.order) <= n {
		q.at = 0
		return append([]uint32(nil), q.order...)
	}
	var list []uint32
	for range n {
		list = append(list, q.order[q.at%len(q.order)])
		q.at++
	}
	q.at %= len(q.order)
	return list
}

// compact drops the removed ones.
func (q *queue) compact() {
	if len(q.order) == len(q.in) {
		return
	}
	kept := q.order[:0]
	for _, uid := range q.order {
		if q.in[uid] {
			kept = append(kept, uid)
		}
	}
	q.order = kept
	if len(kept) > 0 {
		q.at %= len(kept)
	}
}

// keep drops those that are not in the folder any more.
func (q *queue) keep(present map[uint32]bool) {
	for uid := range q.in {
		if !present[uid] {
			delete(q.in, uid)
		}
	}
}

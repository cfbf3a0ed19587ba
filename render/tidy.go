package render

import "reflect"

// tidied gives a copy of a document's data in which every text is fit for paper.
func tidied[T any](data T) T {
	v := reflect.New(reflect.TypeOf(data)).Elem()
	v.Set(reflect.ValueOf(data))
	eachText(v, true, func(t reflect.Value) { t.SetString(tidy(t.String())) })
	return v.Interface().(T)
}

// fontFor chooses the smallest font that has every letter of a document's data.
func fontFor(data any) *typeface {
	face := small()
	v := reflect.New(reflect.TypeOf(data)).Elem()
	v.Set(reflect.ValueOf(data))
	eachText(v, false, func(t reflect.Value) {
		for _, r := range t.String() {
			if !small().covers(r) {
				face = full()
				return
			}
		}
	})
	return face
}

// eachText calls f for every text in a value. With clone, lists are copied first, so that
// the caller's data stay as they are.
func eachText(v reflect.Value, clone bool, f func(reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		f(v)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				eachText(v.Field(i), clone, f)
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		if clone {
			own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(own, v)
			v.Set(own)
		}
		for i := range v.Len() {
			eachText(v.Index(i), clone, f)
		}
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		own := reflect.New(v.Type().Elem())
		own.Elem().Set(v.Elem())
		eachText(own.Elem(), clone, f)
		if clone {
			v.Set(own)
		}
	}
}

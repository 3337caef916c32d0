package io.github.redistiers.autoconfigure.store.wrong.table;

enum OrderState {

	NEW, PAID, LOST

}

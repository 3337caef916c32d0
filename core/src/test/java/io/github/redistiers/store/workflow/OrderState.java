package io.github.redistiers.store.workflow;

enum OrderState {

	NEW, PAID, SHIPPED, CANCELLED

}

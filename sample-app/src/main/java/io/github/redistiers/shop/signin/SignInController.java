package io.github.redistiers.shop.signin;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The sign-in page. It asks neither tier for anything, so it is there when they are not.
 */
@Controller
class SignInController {

	private final Customers customers;

	SignInController(Customers customers) {
		this.customers = customers;
	}

	@GetMapping("/sign-in")
	String signIn(Model model) {
		model.addAttribute("customers", this.customers.customers());
		return "sign-in";
	}

}

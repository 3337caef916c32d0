package io.github.redistiers.shop.signin;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Who can sign in. The passwords are no secrets, since the sign-in page shows them.
 *
 * @param customers passwords by name
 */
@ConfigurationProperties("shop")
record Customers(Map<String, String> customers) implements UserDetailsService {

	@Override
	public UserDetails loadUserByUsername(String name) {
		return this.customers.entrySet()
			.stream()
			.filter((customer) -> customer.getKey().equalsIgnoreCase(name))
			.findFirst()
			.map((customer) -> User.withUsername(customer.getKey())
				.password("{noop}" + customer.getValue())
				.roles("CUSTOMER")
				.build())
			.orElseThrow(() -> UsernameNotFoundException.fromUsername(name));
	}

}
